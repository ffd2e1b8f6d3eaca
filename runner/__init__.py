"""The loop, the PBX bridges, the embedded cluster, deploy and the command line."""
