"""Pairing people from spreadsheets, without a database: what `amanah pair` is made of.

`fields` says what a column can be, `cells` what stands in one, `sheets` makes people of rows,
`work` pairs them and checks the result, `record` keeps what a check needs, `told` says it in the
terminal and `report` on a page.
"""
