// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Any bytes as code: nothing outside is read (the blocks are exact), and what
// is found lies within.
#include "runtime/arch/x86_64/call_number.h"
#include "runtime/arch/x86_64/instruction.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

using namespace ckpt;
using namespace ckpt::arch;

namespace {

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "instruction_fuzz: violated: %s\n", what);
  std::abort();
}

void decode(Bytes code) {
  Instruction one;
  if (!decode_instruction(code, one))
    return;
  require(one.size > 0 && one.size <= code.size, "a length within the code");
  require(one.size <= kLongestInstruction, "a length that exists");
  Instruction again;
  require(decode_instruction(code.sub(0, one.size), again),
          "its own bytes are enough");
  require(!decode_instruction(code.sub(0, one.size - 1), again),
          "one byte less is not");
}

// The input in front of a call, and over and over before that.
void find(const u8 *data, size_t size) {
  size_t after = data[0] % (kCodeAfter - 2);
  size_t whole = kCodeBefore + 2 + after;
  std::unique_ptr<u8[]> code(new u8[whole]);
  for (size_t i = 0; i < whole; ++i)
    code[i] = data[(i + size * kCodeBefore - kCodeBefore) % size];
  code[kCodeBefore] = 0x0f;
  code[kCodeBefore + 1] = 0x05;
  u64 call = 0x7f0000000000;
  JumpList far;
  find_far_jumps({data, size}, call + 0x1000, call, far);
  CallNumber found = find_call_number({code.get(), whole}, call, far);
  require(found.kind != CallNumber::kRegister || found.reg < 16,
          "a register that exists");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  for (size_t at = 0; at < size; ++at) {
    size_t rest = min<size_t>(size - at, 20);
    std::unique_ptr<u8[]> exact(new u8[rest]);
    std::memcpy(exact.get(), data + at, rest);
    decode({exact.get(), rest});
  }
  if (size)
    find(data, size);
  return 0;
}
