"""What must hold for every portal, every history and every fault."""
