// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The number of a system call, from code in front of it that this file has
// assembled, and from libc's.
#include "runtime/arch/x86_64/call_number.h"
#include "test/unit/check.h"
#include <cstring>
#include <link.h>
#include <vector>

using namespace ckpt;
using namespace ckpt::arch;

// Between enough of other code: moves of one byte more or less each.
#define SHAPE(name, text)                                                      \
  extern "C" const u8 name##_call[];                                           \
  asm(".pushsection .text\n"                                                   \
      ".rept 99\n mov %rsi, %r8\n lea 8(%rdi), %ecx\n .endr\n" text            \
      "\n" #name "_call: syscall\n" #name "_end:\n"                            \
      "ret\n .fill 160, 1, 0x90\n.popsection\n")

SHAPE(adjacent, "mov $35, %eax");
SHAPE(distant, "mov $35, %eax; mov %rdi, %r8; mov 8(%rsp), %rdi");
SHAPE(cleared, "xor %eax, %eax; mov $9, %ecx");
SHAPE(cleared_by_sub, "sub %eax, %eax");
SHAPE(pushed, "push $35; pop %rax");
SHAPE(pushed_before, "push $35; push $9; pop %rcx; pop %rax");
SHAPE(from_rdx, "mov %edx, %eax; xor %esi, %esi");
SHAPE(from_rdi_lost, "mov %rdi, %rax; mov %rsi, %rdi");
SHAPE(from_rdi_constant, "mov $35, %edi; mov %rdi, %rax; mov %rsi, %rdi");
SHAPE(from_rcx, "mov %ecx, %eax");
SHAPE(from_stack, "mov 16(%rsp), %rax; mov 24(%rsp), %rdi");
SHAPE(from_stack_moved, "mov 16(%rsp), %rax; push %rdi");
SHAPE(from_stack_stored, "mov 16(%rsp), %rax; movups %xmm0, 8(%rsp)");
SHAPE(from_itself, "mov (%rax), %eax");
SHAPE(from_thread, "mov %fs:16, %eax");
SHAPE(from_index, "mov (%rdi,%rsi,8), %eax");
SHAPE(chosen, "mov $35, %eax; cmove %edx, %eax");
SHAPE(added, "mov $35, %eax; add $1, %eax");
SHAPE(low_byte, "mov $35, %eax; mov $7, %al");
SHAPE(second_byte, "mov $35, %eax; mov $7, %ah");
SHAPE(exchanged, "mov $35, %eax; xchg %eax, %edx");
SHAPE(multiplied, "mov $35, %eax; mul %edx");
SHAPE(after_call, "mov $35, %eax; call adjacent_end");
SHAPE(after_return, "mov $35, %eax; ret");
SHAPE(unknown_code, "mov $35, %eax; cpuid");
SHAPE(second_call, "mov $35, %eax; syscall");
SHAPE(over, "mov $35, %eax; test %edi, %edi; jz over_call; xor %edi, %edi");
SHAPE(past, "jz past_call; mov $35, %eax");
SHAPE(loop, "1: mov $35, %eax; jmp 2f; jz 1b; 2: mov $35, %eax");
SHAPE(loop_within, "mov $35, %eax; 1: dec %esi; jnz 1b");
SHAPE(into_an_instruction, "jz 1f + 1; mov $35, %eax; 1: mov %rdi, %rdx");

// The jump comes after the call.
extern "C" const u8 back_call[];
asm(".pushsection .text\n .rept 99\n mov %rsi, %r8\n .endr\n"
    "mov $35, %eax\n 1: mov %rdi, %rdx\n back_call: syscall\n"
    "mov $36, %eax\n jmp 1b\n .fill 160, 1, 0x90\n .popsection\n");

namespace {

CallNumber number(const u8 *call, const JumpList &far = {}) {
  u64 at = reinterpret_cast<u64>(call);
  const u8 *code = reinterpret_cast<const u8 *>(at - kCodeBefore);
  return find_call_number({code, kCodeBefore + kCodeAfter}, at, far);
}

bool unknown(const u8 *call) {
  return number(call).kind == CallNumber::kUnknown;
}

bool constant(const u8 *call, i64 value) {
  CallNumber found = number(call);
  return found.kind == CallNumber::kConstant && found.value == value;
}

constexpr u64 kCall = 0x400000;

// Jumps found in `code`, which is at kCall + distance.
JumpList far_jumps(const std::vector<u8> &code, i64 distance) {
  JumpList out;
  find_far_jumps({code.data(), code.size()},
                 kCall + static_cast<u64>(distance), kCall, out);
  return out;
}

std::vector<u8> jump_to(i64 from, i64 to, bool conditional) {
  std::vector<u8> code = {0x90, 0xe9};
  if (conditional)
    code = {0x90, 0x0f, 0x84};
  u32 distance =
      static_cast<u32>(to - from - static_cast<i64>(code.size()) - 4);
  for (unsigned i = 0; i < 4; ++i)
    code.push_back(static_cast<u8>(distance >> (8 * i)));
  return code;
}

struct Sites {
  unsigned known = 0, unknown = 0, wrong = 0;
};

void look_through(Bytes code, Sites &out) {
  for (size_t i = kCodeBefore; i + kCodeAfter < code.size; ++i) {
    const u8 *call = code.data + i;
    if (call[0] != 0x0f || call[1] != 5 || call[-5] != 0xb8)
      continue;
    i32 value;
    std::memcpy(&value, call - 4, sizeof value);
    CallNumber found = number(call);
    if (found.kind == CallNumber::kUnknown)
      ++out.unknown;
    else if (found.kind == CallNumber::kConstant && found.value == value)
      ++out.known;
    else
      ++out.wrong;
  }
}

int look_through_libc(dl_phdr_info *info, size_t, void *out) {
  if (!std::strstr(info->dlpi_name, "libc.so"))
    return 0;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i)
    if (info->dlpi_phdr[i].p_flags & PF_X)
      look_through({reinterpret_cast<const u8 *>(info->dlpi_addr +
                                                 info->dlpi_phdr[i].p_vaddr),
                    info->dlpi_phdr[i].p_memsz},
                   *static_cast<Sites *>(out));
  return 1;
}

} // namespace

TEST(constants) {
  CHECK(constant(adjacent_call, 35));
  CHECK(constant(distant_call, 35));
  CHECK(constant(cleared_call, 0));
  CHECK(constant(cleared_by_sub_call, 0));
  CHECK(constant(pushed_call, 35));
  CHECK(constant(from_rdi_constant_call, 35));
}

TEST(places_that_still_hold_it) {
  CallNumber found = number(from_rdx_call);
  CHECK(found.kind == CallNumber::kRegister && found.reg == 2);
  found = number(from_stack_call);
  CHECK(found.kind == CallNumber::kMemory && found.reg == 4);
  CHECK_EQ(found.value, 16);
}

TEST(places_that_do_not) {
  for (const u8 *call : {from_rdi_lost_call, from_rcx_call,
                         from_stack_moved_call, from_stack_stored_call,
                         from_itself_call, from_thread_call, from_index_call,
                         pushed_before_call})
    CHECK(unknown(call));
}

TEST(changed_afterwards) {
  for (const u8 *call : {chosen_call, added_call, low_byte_call,
                         second_byte_call, exchanged_call, multiplied_call,
                         after_call_call, after_return_call, unknown_code_call,
                         second_call_call})
    CHECK(unknown(call));
}

TEST(jumps) {
  CHECK(constant(over_call, 35));
  CHECK(constant(loop_call, 35));
  CHECK(unknown(past_call));
  CHECK(unknown(back_call));
  CHECK(unknown(into_an_instruction_call));
  JumpList far;
  u64 call = reinterpret_cast<u64>(distant_call);
  far.add(call - 100000, call - 3);
  CHECK(number(distant_call, far).kind == CallNumber::kUnknown);
  far.jumps[0].to = call - 13; // the instruction that loads it
  CHECK(number(distant_call, far).kind == CallNumber::kConstant);
  far.full = true;
  CHECK(number(distant_call, far).kind == CallNumber::kUnknown);
}

TEST(far_jumps_are_found) {
  for (bool conditional : {false, true})
    for (i64 from : {-100000, 5000})
      for (i64 to : {-80, -1, 0}) {
        JumpList found = far_jumps(jump_to(from, to, conditional), from);
        CHECK_EQ(found.count, 1u);
        CHECK_EQ(found.jumps[0].to, kCall + static_cast<u64>(to));
        CHECK(far_jumps(jump_to(from, to - 200, conditional), from).count ==
              0);
        CHECK(far_jumps(jump_to(from, to + 1, conditional), from).count ==
              (to == 0 ? 0 : 1));
      }
  JumpList list;
  for (int i = 0; i < 40; ++i)
    list.add(1, 2);
  CHECK(list.full);
}

TEST(every_call_of_libc) {
  Sites sites;
  REQUIRE(dl_iterate_phdr(look_through_libc, &sites));
  CHECK_EQ(sites.wrong, 0u);
  CHECK(sites.known > 200);
  CHECK(sites.unknown * 20 < sites.known);
}
