// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Changed vDSOs, this kernel's among them: every eight bytes of the input
// change one place of a good one, which is redirected to a changed one, and a
// changed one to it.  Nothing outside is read (the blocks are exact) or
// written, and a redirection says why it failed.
#include "runtime/restart/vdso.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <memory>
#include <sys/auxv.h>
#include <vector>

using namespace ckpt;

namespace {

using Buffer = std::vector<u8>;
constexpr size_t kPatchSize = 8;

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "vdso_fuzz: violated: %s\n", what);
  std::abort();
}

const Buffer &real() {
  static const Buffer once = [] {
    const u8 *at = reinterpret_cast<const u8 *>(getauxval(AT_SYSINFO_EHDR));
    require(at, "this kernel has a vDSO");
    const Elf64_Ehdr *elf = reinterpret_cast<const Elf64_Ehdr *>(at);
    return Buffer(at, at + elf->e_shoff + elf->e_shnum * elf->e_shentsize);
  }();
  return once;
}

// Half of the changes hit what is parsed: the header, the section headers and
// the symbols.
void patch(Buffer &bytes, const uint8_t *input) {
  u32 place;
  std::memcpy(&place, input, sizeof place);
  const Elf64_Ehdr *elf = reinterpret_cast<const Elf64_Ehdr *>(real().data());
  u64 starts[] = {0, elf->e_shoff, 0x1d0, place};
  u64 sizes[] = {64, real().size() - elf->e_shoff, 0x200, real().size()};
  unsigned kind = input[4] & 3;
  u64 at = (starts[kind] + place % sizes[kind]) % bytes.size();
  size_t width = size_t{1} << (input[4] >> 2 & 3);
  u64 value = input[5] | u64{input[6]} << 8;
  if (input[7] & 1)
    value = ~value;
  if (input[7] & 2)
    value <<= 48;
  for (size_t i = 0; i < width && at + i < bytes.size(); ++i)
    bytes[at + i] = static_cast<u8>(value >> (8 * i));
}

// A block of exactly the size, for the sanitizer to see what leaves it.
void redirect(const Buffer &saved, const Buffer &here) {
  std::unique_ptr<u8[]> from(new u8[saved.size()]), to(new u8[here.size()]);
  std::memcpy(from.get(), saved.data(), saved.size());
  std::memcpy(to.get(), here.data(), here.size());
  Reason why;
  bool good = restart::redirect_vdso({from.get(), saved.size()},
                                     {to.get(), here.size()}, 0x7fff0000, 0, why);
  require(good == why.empty(), "a failure has a reason");
  require(!std::memcmp(to.get(), here.data(), here.size()),
          "the target is not written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Buffer changed = real();
  for (size_t at = 0; at + kPatchSize <= size; at += kPatchSize)
    patch(changed, data + at);
  if (size % kPatchSize && size > kPatchSize)
    changed.resize(changed.size() * data[size - 1] / 256 + 1);
  redirect(changed, real());
  redirect(real(), changed);
  if (size)
    redirect(Buffer(data, data + size), real());
  return 0;
}
