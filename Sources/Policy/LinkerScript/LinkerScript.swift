func readLinkerScript(_ text: SourceText, as format: ListFormat) throws(SyntaxError) -> ListReading
{
  throw text.error(at: 0, "not read yet")
}
