// Columns of text.

/// `rows` with their columns aligned to the widest cell; the last column runs free.
func textTable(_ rows: [[String]]) -> String {
  guard let columns = rows.first?.count else { return "" }
  let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
  var text = ""
  for row in rows {
    for (column, cell) in row.enumerated() {
      text += cell
      guard column + 1 < columns else { continue }
      let padding = repeatElement(UInt8(ascii: " "), count: widths[column] - cell.count + 2)
      text += String(decoding: padding, as: UTF8.self)
    }
    text += "\n"
  }
  return text
}
