"""Air and metals in Kazakhstan: figures, words, pages and routes over the tables of kzdata."""
