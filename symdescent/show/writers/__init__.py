"""Writers: a document goes in, text in one format comes out; none of them knows another."""
