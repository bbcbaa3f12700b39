"""The judgement of a FatturaPA file: its layout, the controls of SdI, the warnings of our own."""
