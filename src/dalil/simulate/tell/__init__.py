"""What organisations write down afterwards: reports, lists of victims, testimonies, remnants and exhibits; `slices`
draws one part of the conflict with all of it.
"""
