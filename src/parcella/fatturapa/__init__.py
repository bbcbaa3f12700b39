"""FatturaPA: XML out, file names, register of files."""
