"""PDF: official papers typeset after Nghị định 30/2020/NĐ-CP, Phụ lục I, from plain data. Fetches nothing, and reads no
file but its own faces and sheet.
"""
