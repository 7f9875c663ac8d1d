"""What Acme asks of its AI releases: the rules are YAML files in the folders beside this one."""
