"""What happens, whether or not anybody notices: attacks and raids, who flies, who dies, what an attack leaves behind,
what people around it say, and which organisations reach it.
"""
