// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of system calls: its numbers, and that it agrees with how waits are
// finished.
#include "runtime/abi/syscalls.h"

#include <sys/syscall.h>

#include "runtime/arch/x86_64/waiting_calls.h"
#include "runtime/syscall/shapes.h"
#include "test/unit/check.h"

using namespace ckpt;

TEST(rows_are_found_by_their_numbers) {
  CHECK_EQ(std::string(find_syscall(SYS_read)->name), "read");
  CHECK_EQ(std::string(find_syscall(SYS_openat2)->name), "openat2");
  CHECK(find_syscall(SYS_openat)->result == 'f');
}

TEST(other_numbers_are_in_no_row) {
  const u64 numbers[] = {337, 423, 472, 512, 1ull << 30, ~u64{0}};
  for (u64 number : numbers)
    CHECK(!find_syscall(number));
}

TEST(letters_are_known) {
  for (const SyscallRow &row : kSyscallRows) {
    CHECK(std::string_view("-f").find(row.result) != std::string_view::npos);
    for (const char *letter = row.arguments; *letter; ++letter)
      CHECK(std::string_view("-fodpm2").find(*letter) !=
            std::string_view::npos);
    if (row.kind == CallClass::kLocal || row.kind == CallClass::kRefused)
      CHECK(!row.arguments[0] && row.result == '-');
  }
}

// A mask's size is the next argument; only clock_nanosleep's way depends on what
// it is given.
TEST(restart_rules_are_those_of_waits) {
  for (const SyscallRow &row : kSyscallRows) {
    const u64 none[6] = {};
    arch::Way way = arch::waiting_call(row.number, none).way;
    CallRestart wanted = way == arch::Way::kReport  ? CallRestart::kKernel
                         : way == arch::Way::kAgain ? CallRestart::kAgain
                                                    : CallRestart::kFinished;
    if (row.restart != wanted)
      CHECK_EQ(std::string(row.name), "agrees with waiting_calls.cpp");
    CHECK(row.restart == wanted);
  }
}

u8 shape(u64 number) { return syscall::CallShapes().of[number]; }

// What the dispatcher is not asked for without a trap.
TEST(shapes_are_those_of_the_arguments) {
  for (u64 number : {SYS_read, SYS_pwrite64, SYS_lseek, SYS_fstat, SYS_sendto})
    CHECK_EQ(shape(number), CKPT_SHAPE_DESCRIPTOR);
  for (u64 number : {SYS_getpid, SYS_munmap, SYS_sched_yield})
    CHECK_EQ(shape(number), CKPT_SHAPE_PLAIN);
  // Names, new descriptors, two descriptors, masks, rules, and what is refused.
  for (u64 number : {SYS_open, SYS_dup, SYS_accept, SYS_sendfile, SYS_ppoll,
                     SYS_close, SYS_rt_sigreturn, SYS_vfork, SYS_io_setup})
    CHECK_EQ(shape(number), CKPT_SHAPE_OTHER);
}
