"""What makes a PDF/A-2a of WeasyPrint a PDF/UA-1 as well: its metadata has to say so, in a schema of its own.

Sources: ISO 14289-1, clause 5 (the identification); ISO 19005-2, clause 6.6.2.3.3 (the description of a schema that
PDF/A does not know). The tags, the language and the title are WeasyPrint's; checked with veraPDF.
"""

from typing import Any

_END = b"</rdf:RDF>"
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def declare_pdf_ua(_document: Any, pdf: Any) -> None:
    """A finisher of WeasyPrint: add the identification to the metadata. Raises ValueError where there is none."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    before, end, after = stream.stream[0].partition(_END)
    if not end:
        raise ValueError("the PDF has no metadata in RDF")
    stream.stream[0] = before + _PDF_UA + end + after
