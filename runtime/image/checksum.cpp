// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The instruction has a latency of three cycles and can start every cycle, so
// three blocks are divided side by side.  The first two results are then moved
// over the blocks behind them: a carry-less product with a power of x, which
// one more crc32 reduces.  There is no vector register to use pclmulqdq with;
// 32 shifts and xors for every 4080 bytes do.
#include "runtime/image/checksum.h"
#include "runtime/arch/x86_64/crc32c_arch.h"

namespace ckpt::image {
namespace {

// The polynomial with its bits in the order the instruction uses: the highest
// bit is the coefficient of x^0.
constexpr u32 kPolynomial = 0x82f63b78;

constexpr u32 times_x(u32 a) { return (a >> 1) ^ (a & 1 ? kPolynomial : 0); }

constexpr u32 x_to_the(unsigned n) {
  u32 r = 0x80000000;
  while (n--)
    r = times_x(r);
  return r;
}

// Three of them and 16 bytes make a page.
constexpr size_t kBlock = 1360;
static_assert(kBlock % 8 == 0);

// Reducing with crc32q multiplies by x^32, and the product of two reversed
// polynomials comes out one bit too low: hence 33.
constexpr u32 kOverOneBlock = x_to_the(8 * kBlock - 33);
constexpr u32 kOverTwoBlocks = x_to_the(16 * kBlock - 33);

u64 move_over(u32 crc, u32 power) {
  u64 product = 0;
  for (unsigned bit = 0; bit < 32; ++bit)
    product ^= (u64{power} << bit) & (0 - u64{crc >> bit & 1});
  return product;
}

u64 load(const u8 *p) {
  u64 word;
  __builtin_memcpy(&word, p, sizeof word);
  return word;
}

u32 three_blocks(u32 crc, const u8 *p) {
  u64 a = crc, b = 0, c = 0;
  for (const u8 *end = p + kBlock; p != end; p += 8) {
    a = arch::crc32c_u64(a, load(p));
    b = arch::crc32c_u64(b, load(p + kBlock));
    c = arch::crc32c_u64(c, load(p + 2 * kBlock));
  }
  u64 moved = move_over(static_cast<u32>(a), kOverTwoBlocks) ^
              move_over(static_cast<u32>(b), kOverOneBlock);
  return static_cast<u32>(arch::crc32c_u64(0, moved) ^ c);
}

u32 divide_by_instruction(u32 crc, const u8 *p, size_t size) {
  for (; size >= 3 * kBlock; p += 3 * kBlock, size -= 3 * kBlock)
    crc = three_blocks(crc, p);
  for (; size >= 8; p += 8, size -= 8)
    crc = static_cast<u32>(arch::crc32c_u64(crc, load(p)));
  for (; size; ++p, --size)
    crc = arch::crc32c_u8(crc, *p);
  return crc;
}

struct NibbleTable {
  u32 entry[16];
};

constexpr NibbleTable make_nibble_table() {
  NibbleTable t{};
  for (u32 i = 0; i < 16; ++i)
    t.entry[i] = times_x(times_x(times_x(times_x(i))));
  return t;
}

constexpr NibbleTable kNibbles = make_nibble_table();

// Cached because CPUID costs microseconds under a hypervisor.  The value
// travels in images; a machine without SSE4.2 refuses those of one with it.
bool has_instruction() {
  static u8 answer; // 0: not asked yet, 1: no, 2: yes
  u8 known = __atomic_load_n(&answer, __ATOMIC_RELAXED);
  if (known == 0) {
    known = arch::cpu_has_crc32c() ? 2 : 1;
    __atomic_store_n(&answer, known, __ATOMIC_RELAXED);
  }
  return known == 2;
}

} // namespace

u32 crc32c_portable(u32 seed, const void *data, size_t size) {
  const u8 *p = static_cast<const u8 *>(data);
  u32 crc = ~seed;
  for (; size; ++p, --size) {
    crc ^= *p;
    crc = (crc >> 4) ^ kNibbles.entry[crc & 15];
    crc = (crc >> 4) ^ kNibbles.entry[crc & 15];
  }
  return ~crc;
}

u32 crc32c(u32 seed, const void *data, size_t size) {
  if (!has_instruction())
    return crc32c_portable(seed, data, size);
  return ~divide_by_instruction(~seed, static_cast<const u8 *>(data), size);
}

u32 run_crc_begin(u64 address, u64 file_offset, u64 pages) {
  u64 place[3] = {address, file_offset, pages};
  return crc32c(0, place, sizeof place);
}

u32 content_crc_begin(const ContentRun &run) {
  u64 place[4] = {run.content, run.position, run.file_offset, run.size};
  return crc32c(0, place, sizeof place);
}

u32 content_crc(const ContentRun &run, const void *data) {
  return crc32c(content_crc_begin(run), data, run.size);
}

u32 run_crc(const Run &run, const void *data) {
  u32 crc = run_crc_begin(run.address, run.file_offset, run.pages);
  return crc32c(crc, data, run.pages * kPageSize);
}

} // namespace ckpt::image
