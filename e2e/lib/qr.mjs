// Reads a QR code as a telephone's camera does, from the squares of its picture: byte, number and
// letter segments of the versions 1 to 5 at correction level M, without mending damage.

/** Blocks and data bytes in each, by version, at level M (ISO/IEC 18004, table 9). */
const BLOCKS = [, [1, 16], [1, 28], [1, 44], [2, 32], [2, 43]];
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** The two bits of level M below the mask of the format. */
const LEVEL_M = 0b00;

const MASKS = [
  (y, x) => (y + x) % 2,
  (y) => y % 2,
  (y, x) => x % 3,
  (y, x) => (y + x) % 3,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
  (y, x) => ((y * x) % 2) + ((y * x) % 3),
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2,
];

/** The dark squares of the svg that pages draw, without the quiet zone around them. */
function squares(svg) {
  const bars = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map((found) => found.slice(1).map(Number));
  const edge = Math.min(...bars.map(([x]) => x));
  const side = Math.max(...bars.map(([x, , length]) => x + length)) - edge;
  const dark = Array.from({ length: side }, () => new Array(side).fill(0));
  for (const [x, y, length] of bars) dark[y - edge].fill(1, x - edge, x - edge + length);
  return dark;
}

/** Whether a square belongs to the frame: finders, timing, alignment, format. */
function isFrame(side, y, x) {
  const corner = (y < 9 && (x < 9 || x >= side - 8)) || (y >= side - 8 && x < 9);
  const middle = side - 7;
  const alignment = side > 21 && Math.abs(y - middle) <= 2 && Math.abs(x - middle) <= 2;
  return corner || alignment || y === 6 || x === 6;
}

/** The bits in the order in which they were written: in double columns, up and down. */
function bits(dark, mask) {
  const side = dark.length;
  const read = [];
  let up = true;
  for (let right = side - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right -= 1;
    for (let i = 0; i < side; i += 1) {
      const y = up ? side - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (!isFrame(side, y, x)) read.push(dark[y][x] ^ (MASKS[mask](y, x) === 0 ? 1 : 0));
      }
    }
  }
  return read;
}

/** The text of a code. */
export function scan(svg) {
  const dark = squares(svg);
  const version = (dark.length - 17) / 4;
  const format = (dark[8][0] << 4) | (dark[8][1] << 3) | (dark[8][2] << 2) | (dark[8][3] << 1) | dark[8][4];
  const told = format ^ 0b10101;
  if (!BLOCKS[version] || told >> 3 !== LEVEL_M) throw new Error(`a QR code of version ${version} and format ${told} is not read here`);
  const stream = bits(dark, told & 7);
  const [blocks, each] = BLOCKS[version];
  // The bytes of the blocks are dealt out in turn.
  const data = [];
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < each; i += 1) data.push(...stream.slice((i * blocks + block) * 8, (i * blocks + block) * 8 + 8));
  }
  let at = 0;
  const take = (count) => {
    const value = data.slice(at, at + count).reduce((sum, bit) => sum * 2 + bit, 0);
    at += count;
    return value;
  };
  const text = [];
  for (let mode = take(4); mode !== 0; mode = take(4)) {
    if (mode === 4) {
      const bytes = Array.from({ length: take(8) }, () => take(8));
      text.push(Buffer.from(bytes).toString());
    } else if (mode === 1) {
      for (let left = take(10); left > 0; left -= 3) {
        const digits = Math.min(left, 3);
        text.push(String(take([0, 4, 7, 10][digits])).padStart(digits, "0"));
      }
    } else if (mode === 2) {
      for (let left = take(9); left > 0; left -= 2) {
        const pair = take(left > 1 ? 11 : 6);
        text.push(left > 1 ? LETTERS[Math.floor(pair / 45)] + LETTERS[pair % 45] : LETTERS[pair]);
      }
    } else throw new Error(`a segment of mode ${mode} is not read here`);
    if (at + 4 > data.length) break;
  }
  return text.join("");
}
