"""/admin/import/: files into outbound lists, by the same code as the command line's."""
