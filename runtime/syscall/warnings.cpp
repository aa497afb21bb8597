// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is said at the call where descriptors are virtual, and at the checkpoint
// where they are not.
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/faults.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/say.h"

namespace ckpt::syscall {

namespace {

// Whoever opens thousands of such files knows it by then.
constexpr u32 kMostSaid = 64;

struct File {
  u64 device, inode;
};
constinit File told_files[kMostSaid] = {};
constinit u32 told_file_count = 0, unsaved_count = 0;

bool is_of_interest(WarningKind kind) {
  return warning_wanted(kind) && sys::getpid() == state.pid;
}

void say_no_more() {
  say([] {
    report_line("Condor: Warning: ",
                "Further messages of this type suppressed.");
  });
}

// One of the first, and the last of them says so.  Two threads at once may both
// be told of one file.
bool count_one(u32 &count, u32 &place) {
  place = __atomic_load_n(&count, __ATOMIC_SEQ_CST);
  if (place < kMostSaid)
    place = __atomic_fetch_add(&count, 1u, __ATOMIC_SEQ_CST);
  if (place == kMostSaid)
    __atomic_store_n(&count, kMostSaid + 1, __ATOMIC_SEQ_CST);
  return place < kMostSaid;
}

bool is_known(const struct stat &st) {
  u32 count = __atomic_load_n(&told_file_count, __ATOMIC_SEQ_CST);
  count = min(count, kMostSaid);
  for (u32 i = 0; i < count; ++i)
    if (told_files[i].device == st.st_dev && told_files[i].inode == st.st_ino)
      return true;
  return false;
}

bool keeps_its_content(int real, struct stat &st) {
  return sys::fstat(real, st).ok() && st.st_nlink &&
         (st.st_mode & fd::kTypeMask) == fd::kTypeRegular &&
         !fd::of_kernel(real);
}

[[gnu::noinline]] void say_unsaved(i32 real, StringView fault) {
  u32 place = 0;
  if (count_one(unsaved_count, place))
    say([=] {
      unsup(fd::name_of(real), " ", fault,
            ": while it is open, checkpoints fail");
    });
  else if (place == kMostSaid)
    say_no_more();
}

} // namespace

void warn_read_write(i32 number) {
  i32 real = real_of(number);
  struct stat st;
  if (!is_of_interest(WarningKind::kReadWrite) || !keeps_its_content(real, st))
    return;
  add_mark(number, kToldReadWrite);
  u32 place = 0;
  if (is_known(st))
    return;
  if (!count_one(told_file_count, place))
    return place == kMostSaid ? say_no_more() : void();
  told_files[place] = {st.st_dev, st.st_ino};
  say([=] {
    Reason text(fd::name_of(real),
                " is open for reading and writing: what is written over after "
                "a checkpoint is not undone at a restart");
    warn(WarningKind::kReadWrite, text.view());
  });
}

void warn_unsaved(i32 real) {
  if (!is_of_interest(WarningKind::kUnsup))
    return;
  StringView fault = fd::lasting_fault(real);
  if (!fault.empty())
    say_unsaved(real, fault);
}

Then begin_connect(CallFrame &) { return kMake; }

// One that does not wait has begun to be connected.
void end_connect(CallFrame &f) {
  i32 real = real_of(f.fd(0));
  if ((f.result && f.result != -EINPROGRESS) ||
      !is_of_interest(WarningKind::kUnsup))
    return;
  StringView fault = fd::fault_of_connection(real);
  if (!fault.empty())
    say_unsaved(real, fault);
}

} // namespace ckpt::syscall
