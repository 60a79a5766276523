"""A folder on an SFTP server: files that appear whole or not at all, and what goes wrong in our words."""
