"""Reading the FatturaPA files of anybody: the envelope, the XML, what the invoice says."""
