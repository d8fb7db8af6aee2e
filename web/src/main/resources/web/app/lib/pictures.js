// Photographs bound into one file: a PDF with a picture on each page, made before it is sent.
import { Problem } from './api.js';
import { t } from './i18n.js';

/** Pixels of the longer side: 340 dpi on A4, more than reading needs. */
const LONGEST = 4000;

/** Hardly to be told from the original, at a third of its size. */
const QUALITY = 0.9;

/** Points of a page's longer side: A4. */
const PAGE = 842;

/**
 * @param {File[]} pictures in the order of the pages
 * @param {string} name of the file that is made
 * @returns {Promise<File>}
 */
export async function bind(pictures, name) {
  const pages = [];
  // One after the other: a phone's memory holds few photographs at once.
  for (const [index, picture] of pictures.entries()) pages.push(await jpegOf(picture, index + 1));
  return new File([pdfOf(pages)], name, { type: 'application/pdf' });
}

/** The picture upright, as a JPEG. @param {File} picture @param {number} page */
async function jpegOf(picture, page) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  } catch {
    throw new Problem(0, 'picture-unreadable', t('photos.unreadable', { page, name: picture.name }));
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const paper = canvas.getContext('2d');
  // What is transparent lies on white.
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, width, height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!jpeg) throw new Problem(0, 'picture-unreadable', t('photos.unreadable', { page, name: picture.name }));
  return { width, height, jpeg };
}

/** @param {{width: number, height: number, jpeg: Blob}[]} pages @returns {Blob} */
function pdfOf(pages) {
  const parts = [];
  const offsets = [];
  let length = 0;
  const write = (...pieces) => {
    for (const piece of pieces) {
      parts.push(piece);
      length += typeof piece === 'string' ? piece.length : piece.size;
    }
  };
  const object = (number, ...pieces) => {
    offsets[number] = length;
    write(`${number} 0 obj\n`, ...pieces, '\nendobj\n');
  };
  const at = (index) => 3 + index * 3;
  write('%PDF-1.4\n');
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  object(2, `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${at(index)} 0 R`).join(' ')}] >>`);
  pages.forEach(({ width, height, jpeg }, index) => {
    const number = at(index);
    const unit = PAGE / Math.max(width, height);
    const box = `${(width * unit).toFixed(2)} ${(height * unit).toFixed(2)}`;
    const draw = `${(width * unit).toFixed(2)} 0 0 ${(height * unit).toFixed(2)} 0 0 cm /Picture Do`;
    object(number, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${box}] /Resources << /XObject << /Picture ${number + 2} 0 R >> >> /Contents ${number + 1} 0 R >>`);
    object(number + 1, `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`);
    object(number + 2, `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.size} >>\nstream\n`, jpeg, '\nendstream');
  });
  const start = length;
  const entries = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  write(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${entries.join('')}trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return new Blob(parts, { type: 'application/pdf' });
}
