"""The sampler of the latent-class model: one sweep of the Gibbs sampler, the moves that help it across, and whether the
chains agree.
"""
