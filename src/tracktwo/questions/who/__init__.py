"""Who matters: whose consent decides, who could block, who could break the process."""
