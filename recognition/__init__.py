"""What was decided and counted: decisions, the register, certificates, targets and statistics (laws 2, 5, 6 and 7)."""
