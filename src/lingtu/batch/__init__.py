"""Many jobs from a table or a folder, with what became of them kept in a journal: `lingtu batch`."""
