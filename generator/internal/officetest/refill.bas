' Types entries into a workbook, computes it and writes the contents of one sheet, as a file of commands says. Its first line has the address of the
' workbook, the name of the sheet and the file to write, and each other line has an entry (sheet, cell, whether it is a text, content) or "compute".
Sub Refill(commandFile)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  commands = CreateUnoService("com.sun.star.io.TextInputStream")
  commands.setInputStream(files.openFileRead(commandFile))
  commands.setEncoding("UTF-8")
  head = Split(commands.readLine(), Chr(31))
  results = CreateUnoService("com.sun.star.io.TextOutputStream")
  results.setOutputStream(files.openFileWrite(head(2)))
  results.setEncoding("UTF-8")
  book = StarDesktop.loadComponentFromURL(head(0), "_blank", 0, hidden)
  book.calculateAll()
  book.enableAutomaticCalculation(False)
  computed = book.Sheets.getByName(head(1))
  Do While Not commands.isEOF()
    part = Split(commands.readLine(), Chr(31))
    If UBound(part) = 3 Then
      cell = book.Sheets.getByName(part(0)).getCellRangeByName(part(1))
      If part(2) = "text" Then cell.setString(part(3)) Else cell.setFormula(part(3))
    ElseIf UBound(part) = 0 Then
      book.calculate()
      WriteSheet(computed, results)
    End If
  Loop
  results.closeOutput()
  book.close(True)
End Sub

' Writes the rows of a sheet, and a line that ends them.
Sub WriteSheet(sheet, results)
  cursor = sheet.createCursor()
  cursor.gotoEndOfUsedArea(False)
  data = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow).getDataArray()
  For Each row In data
    results.writeString(Join(row, Chr(31)) & Chr(30))
  Next
  results.writeString(Chr(29))
End Sub
