/** A small page of four lines, written by hand, so that the preview has something to draw. */
export function sample(): ArrayBuffer {
  const page = (number: number) =>
    `BT /F1 22 Tf 64 700 Td (Mi plan despues del programa) Tj 0 -40 Td /F1 14 Tf (Si estoy en crisis: 988, oprima 2) Tj 0 -30 Td (602-555-0199 linea de crisis del programa) Tj 0 -520 Td /F1 10 Tf (${number} de 3) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  for (let number = 1; number <= 3; number += 1) {
    const at = objects.length + 1
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${at + 1} 0 R >>`)
    objects.push(`<< /Length ${page(number).length} >>\nstream\n${page(number)}\nendstream`)
  }
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF`
  return new TextEncoder().encode(file).buffer as ArrayBuffer
}
