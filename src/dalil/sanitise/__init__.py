"""Pictures and videos without what they say about who took them.

Imports nothing of Dalil outside this folder: it runs in a child process, where hostile files end, and a child for each
file must begin fast.
"""
