"""The sky: was an aircraft there, and would one have been there anyway."""
