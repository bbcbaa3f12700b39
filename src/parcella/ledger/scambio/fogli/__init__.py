"""Tables from elsewhere and for elsewhere: CSV and XLSX, one sheet an archive (batch.md, "CSV and XLSX")."""
