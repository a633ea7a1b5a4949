"""The search: people's own words to situations, desks, playbooks and missions."""
