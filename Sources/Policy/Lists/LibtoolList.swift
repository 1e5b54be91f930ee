func readLibtoolList(_ text: SourceText) throws(SyntaxError) -> ListReading {
  throw text.error(at: 0, "not read yet")
}
