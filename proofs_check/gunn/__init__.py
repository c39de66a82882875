"""Why to believe the statements about gradually updated layers."""
