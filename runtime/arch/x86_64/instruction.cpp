// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/instruction.h"

namespace ckpt::arch {

namespace {

// What follows an opcode:
//   .  nothing            m  ModRM             x  no instruction
//   1  8 bits             w  16 bits           z  32 bits, 16 with 66
//   b  ModRM, 8 bits      v  ModRM and z       g  ModRM; with /0 and /1 also
//   i  z, 64 with W       o  an address           as b or v (opcode's bit 0)
//   e  24 bits            r  8 bits, a jump    R  32 bits, a jump
// Prefixes and escapes are taken off before.
constexpr char kOneByte[] = "mmmm1zxxmmmm1zxx" // 00
                            "mmmm1zxxmmmm1zxx"
                            "mmmm1zxxmmmm1zxx"
                            "mmmm1zxxmmmm1zxx"
                            "xxxxxxxxxxxxxxxx" // 40
                            "................"
                            "xxxmxxxxzv1b...."
                            "rrrrrrrrrrrrrrrr"
                            "bvxbmmmmmmmmmmmm" // 80
                            "..........x....."
                            "oooo....1z......"
                            "11111111iiiiiiii"
                            "bbw.xxbve.w..1x." // c0
                            "mmmmxxx.mmmmmmmm"
                            "rrrr1111RRxr...."
                            "x.xx..gg......mm";
constexpr char kTwoByte[] = "mmmmx....." "x.xm.x" // 00
                            "mmmmmmmmmmmmmmmm"
                            "mmmmxxxxmmmmmmmm"
                            "......x.xxxxxxxx"
                            "mmmmmmmmmmmmmmmm" // 40
                            "mmmmmmmmmmmmmmmm"
                            "mmmmmmmmmmmmmmmm"
                            "bbbbmmm.mmxxmmmm"
                            "RRRRRRRRRRRRRRRR" // 80
                            "mmmmmmmmmmmmmmmm"
                            "...mbmxx...mbmmm"
                            "mmmmmmmmmmbmmmmm"
                            "mmbmbbbm........" // c0
                            "mmmmmmmmmmmmmmmm"
                            "mmmmmmmmmmmmmmmm"
                            "mmmmmmmmmmmmmmmm";
static_assert(sizeof kOneByte == 257 && sizeof kTwoByte == 257);

class Reader {
public:
  explicit Reader(Bytes code)
      : code_(code.sub(0, min(code.size, kLongestInstruction))) {}
  bool more() const { return at_ < code_.size; }
  u8 peek() const { return more() ? code_[at_] : u8{0}; }
  u8 next() {
    good_ = good_ && more();
    return good_ ? code_[at_++] : u8{0};
  }
  // Little-endian, with its sign.
  i64 number(size_t bytes) {
    u64 value = 0;
    for (size_t i = 0; i < bytes; ++i)
      value |= u64{next()} << (8 * i);
    size_t unused = 64 - 8 * bytes;
    return bytes ? static_cast<i64>(value << unused) >> unused : 0;
  }
  bool good() const { return good_; }
  u8 at() const { return static_cast<u8>(at_); }

private:
  Bytes code_;
  size_t at_ = 0;
  bool good_ = true;
};

struct Extension { // REX, or what VEX and EVEX have of it
  u8 reg = 0, index = 0, base = 0;
};

Extension extension(u8 rex) {
  return {static_cast<u8>(rex << 1 & 8), static_cast<u8>(rex << 2 & 8),
          static_cast<u8>(rex << 3 & 8)};
}

bool legacy_prefix(u8 byte, Instruction &out) {
  switch (byte) {
  case 0x66:
    out.short_operand = true;
    return true;
  case 0xf3:
    out.repeat = true;
    return true;
  case 0x64:
  case 0x65:
  case 0x67:
    out.moved = true;
    return true;
  case 0x26:
  case 0x2e:
  case 0x36:
  case 0x3e:
  case 0xf0:
  case 0xf2:
    return true;
  }
  return false;
}

// VEX and EVEX (the latter's lengthening of the vector registers is of no
// interest).  Their bits are inverted.
bool vector_prefix(Reader &in, Instruction &out, Extension &more) {
  u8 kind = in.next(), first = in.next();
  out.vector = true;
  more = extension(static_cast<u8>(~first >> 5 & 7));
  out.map = kind == 0x62 ? first & 7 : first & 0x1f;
  u8 second = kind == 0xc5 ? first : in.next();
  if (kind == 0xc5) {
    more = extension(static_cast<u8>(~first >> 5 & 4));
    out.map = 1;
  } else {
    out.wide = second & 0x80;
  }
  if (kind == 0x62)
    in.next();
  out.short_operand = (second & 3) == 1;
  out.repeat = (second & 3) == 2;
  bool real = kind != 0x62 || (second & 4);
  return real && (out.map - 1u < 3 || (kind == 0x62 && out.map - 5u < 2));
}

void mod_rm(Reader &in, Extension more, Instruction &out) {
  u8 byte = in.next();
  u8 mod = byte >> 6, rm = byte & 7;
  out.reg = static_cast<u8>((byte >> 3 & 7) | more.reg);
  out.memory = mod != 3;
  if (!out.memory) {
    out.rm = static_cast<u8>(rm | more.base);
    return;
  }
  out.base = static_cast<u8>(rm | more.base);
  size_t distance = mod == 1 ? 1 : mod == 2 ? 4 : 0;
  if (rm == 4) {
    u8 sib = in.next();
    u8 index = static_cast<u8>((sib >> 3 & 7) | more.index);
    out.indexed = out.vector || index != kRsp;
    out.base = static_cast<u8>((sib & 7) | more.base);
    rm = sib & 7;
    if (mod == 0 && rm == 5) {
      out.base = kNoRegister;
      distance = 4;
    }
  } else if (mod == 0 && rm == 5) {
    out.base = kRip;
    distance = 4;
  }
  out.displacement = static_cast<i32>(in.number(distance));
}

char operands(const Instruction &code) {
  if (code.map == 0)
    return kOneByte[code.opcode];
  if (code.map != 1)
    return code.map == 3 ? 'b' : 'm';
  char kind = kTwoByte[code.opcode];
  return code.vector && kind != 'b' && code.opcode != 0x77 ? 'm' : kind;
}

void opcode(Reader &in, Instruction &out) {
  out.opcode = in.next();
  if (out.vector || out.opcode != 0x0f)
    return;
  out.map = 1;
  out.opcode = in.next();
  if (out.opcode != 0x38 && out.opcode != 0x3a)
    return;
  out.map = out.opcode == 0x38 ? 2 : 3;
  out.opcode = in.next();
}

size_t immediate_size(char kind, const Instruction &code) {
  size_t z = code.short_operand && !code.wide ? 2 : 4;
  switch (kind) {
  case '1':
  case 'b':
  case 'r':
    return 1;
  case 'w':
    return 2;
  case 'e':
    return 3;
  case 'R':
    return 4;
  case 'z':
  case 'v':
    return z;
  case 'i':
    return code.wide ? 8 : z;
  case 'g':
    return (code.reg & 7) > 1 ? 0 : code.opcode & 1 ? z : 1;
  case 'o':
    return 8;
  }
  return 0;
}

} // namespace

bool decode_instruction(Bytes bytes, Instruction &out) {
  out = {};
  Reader in(bytes);
  bool address32 = false;
  while (in.more() && legacy_prefix(in.peek(), out))
    address32 = in.next() == 0x67 || address32;
  Extension more;
  u8 first = in.peek();
  if (first == 0xc4 || first == 0xc5 || first == 0x62) {
    if (!vector_prefix(in, out, more))
      return false;
  } else if ((first & 0xf0) == 0x40) {
    more = extension(in.next());
    out.wide = first & 8;
  }
  opcode(in, out);
  char kind = operands(out);
  if (kind == 'x' || !in.good())
    return false;
  bool has_mod_rm = kind == 'm' || kind == 'b' || kind == 'v' || kind == 'g';
  if (has_mod_rm)
    mod_rm(in, more, out);
  else
    out.rm = static_cast<u8>((out.opcode & 7) | more.base);
  if (out.map == 0 && out.opcode == 0x8f && (out.reg & 7) != 0)
    return false;
  size_t size = immediate_size(kind, out);
  if (kind == 'o' && address32)
    size = 4;
  out.immediate = in.number(size);
  out.size = in.at();
  return in.good();
}

bool is_jump(const Instruction &code) {
  if (code.vector)
    return false;
  if (code.map == 1)
    return (code.opcode & 0xf0) == 0x80;
  return code.map == 0 && ((code.opcode & 0xf0) == 0x70 ||
                           (code.opcode & 0xfc) == 0xe0 ||
                           code.opcode == 0xe9 || code.opcode == 0xeb);
}

} // namespace ckpt::arch
