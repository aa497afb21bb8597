// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <fcntl.h>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

struct Line {
  bool ok = false;
  bool is_lock = false;
  FdInfo info;
  LockLine lock;
};

Line parse(std::string_view text) {
  test::Exact exact(text);
  Line line;
  line.is_lock = true;
  line.ok = parse_fdinfo_line(exact.view(), line.info, line.lock, line.is_lock);
  return line;
}

bool is_lock(std::string_view text, LockLine::Kind kind) {
  Line line = parse(text);
  return line.ok && line.is_lock && line.lock.kind == kind;
}

} // namespace

TEST(the_four_numbers) {
  Line line = parse("pos:\t37849");
  CHECK(line.ok && line.info.has_pos && !line.info.has_flags);
  CHECK_EQ(line.info.pos, 37849u);
  line = parse("flags:\t02100002");
  CHECK(line.ok && line.info.has_flags && !line.info.has_pos);
  CHECK_EQ(line.info.flags, static_cast<u32>(O_CLOEXEC | O_RDWR | 0100000));
  CHECK_EQ(parse("mnt_id:\t27").info.mount_id, 27u);
  CHECK_EQ(parse("ino:\t10952876").info.inode, 10952876u);
}

TEST(a_position_above_half_of_the_range_is_printed_negative) {
  Line line = parse("pos:\t-10485760");
  CHECK(line.ok);
  CHECK_EQ(line.info.pos, 0xffffffffff600000u);
}

TEST(lines_of_other_kinds_are_ignored) {
  for (const char *text :
       {"eventfd-count:                5", "eventfd-semaphore: 0",
        "tfd:        8 events:       19 data:                0  pos:0 ino:40e",
        "inotify wd:1 ino:3c51a sdev:fe00000 mask:2", "scm_fds: 0", "Pid:\t7",
        "a line without a colon", "", ":"}) {
    Line line = parse(text);
    CHECK(line.ok);
    CHECK(!line.is_lock);
    CHECK(!line.info.has_pos);
    CHECK_EQ(line.info.inode, 0u);
  }
}

TEST(malformed_numbers_are_refused) {
  for (const char *text :
       {"pos:", "pos:\t", "pos:\tx", "pos:\t1x", "pos:\t-", "pos:\t1 2",
        "pos:\t18446744073709551616", "pos:\t-9223372036854775809", "flags:\t",
        "flags:\t8", "flags:\t0x10", "flags:\t40000000000", "mnt_id:\t-1",
        "ino:\t1.5", "ino:\t99999999999999999999"}) {
    Line line = parse(text);
    CHECK(!line.ok);
    CHECK(!line.info.has_pos && !line.info.has_flags);
    CHECK_EQ(line.info.pos + line.info.flags + line.info.inode, 0u);
  }
}

TEST(a_record_lock) {
  Line line =
      parse("lock:\t2: POSIX  ADVISORY  WRITE 7483 fe:00:10952890 10 29");
  REQUIRE(line.ok && line.is_lock);
  CHECK_EQ(line.lock.kind, LockLine::kPosix);
  CHECK(line.lock.write);
  CHECK(!line.lock.unlock);
  CHECK_EQ(line.lock.pid, 7483);
  CHECK_EQ(line.lock.start, 10u);
  CHECK_EQ(line.lock.end, 29u);
  CHECK(!line.lock.to_eof);
}

TEST(a_lock_to_the_end_of_the_file) {
  Line line =
      parse("lock:\t3: POSIX  ADVISORY  READ 7483 fe:00:10952890 50 EOF");
  REQUIRE(line.ok && line.is_lock);
  CHECK(!line.lock.write);
  CHECK_EQ(line.lock.start, 50u);
  CHECK(line.lock.to_eof);
  CHECK_EQ(line.lock.end, static_cast<u64>(INT64_MAX));
}

TEST(the_kinds_of_locks) {
  CHECK(is_lock("lock:\t1: FLOCK  ADVISORY  READ 7483 fe:00:1 0 EOF",
                LockLine::kFlock));
  CHECK(is_lock("lock:\t4: OFDLCK ADVISORY  READ -1 fe:00:1 200 200",
                LockLine::kOfd));
  CHECK(is_lock("lock:\t1: LEASE  ACTIVE    WRITE 7483 fe:00:1 0 EOF",
                LockLine::kLease));
  CHECK(is_lock("lock:\t1: LEASE  BREAKING  READ 7483 fe:00:1 0 EOF",
                LockLine::kLease));
  CHECK(is_lock("lock:\t1: POSIX  MANDATORY WRITE 7483 fe:00:1 0 EOF",
                LockLine::kPosix));
  CHECK(is_lock("lock:\t1: POSIX  *NOINODE* READ 7483 <none>:0 0 EOF",
                LockLine::kPosix));
  CHECK(is_lock("lock:\t1: DELEG  ACTIVE    READ 7483 fe:00:1 0 EOF",
                LockLine::kOther));
  CHECK(is_lock("lock:\t1: ACCESS ADVISORY  READ 7483 fe:00:1 0 EOF",
                LockLine::kOther));
  CHECK(is_lock("lock:\t1: FLOCK  MSNFS     RW    7483 fe:00:1 0 EOF",
                LockLine::kOther));
  CHECK(is_lock("lock:\t1: UNKNOWN UNKNOWN  READ 7483 fe:00:1 0 EOF",
                LockLine::kOther));
  CHECK_EQ(parse("lock:\t4: OFDLCK ADVISORY  READ -1 fe:00:1 200 200").lock.pid,
           -1);
  Line broken = parse("lock:\t1: LEASE  BREAKING  UNLCK 7 fe:00:1 0 EOF");
  CHECK(broken.is_lock && broken.lock.unlock && !broken.lock.write);
}

TEST(a_lock_line_that_was_cut_is_refused) {
  std::string whole = "lock:\t2: POSIX  ADVISORY  WRITE 7483 fe:00:17 10 29";
  for (size_t n = 0; n <= whole.size(); ++n) {
    Line line = parse(std::string_view(whole).substr(0, n));
    // "loc" is a line of another kind; "... 10 2" still has an end, below
    // the start.
    CHECK_EQ(line.is_lock, n == whole.size());
    CHECK_EQ(line.ok, n < 5 || n == whole.size());
    if (!line.is_lock)
      CHECK_EQ(line.lock.start, 0u);
  }
}

TEST(malformed_locks_are_refused) {
  for (const char *text :
       {"lock:\tPOSIX  ADVISORY  WRITE 7 fe:00:1 0 EOF",
        "lock:\t1: NEWLCK ADVISORY  WRITE 7 fe:00:1 0 EOF",
        "lock:\t1: POSIX  WHATEVER  WRITE 7 fe:00:1 0 EOF",
        "lock:\t1: POSIX  ADVISORY  EXEC 7 fe:00:1 0 EOF",
        "lock:\t1: POSIX  ADVISORY  READ x fe:00:1 0 EOF",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00 0 EOF",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1x 0 EOF",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 0 EOF x",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 -1 EOF",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 2 1",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 0 9223372036854775808",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 9223372036854775808 EOF",
        "lock:\t1: POSIX  ADVISORY  READ 7 fe:00:1 0 18446744073709551616",
        "lock:\t1: POSIX  ADVISORY  READ 9223372036854775808 fe:00:1 0 EOF"}) {
    Line line = parse(text);
    CHECK(!line.ok);
    CHECK(!line.is_lock);
    CHECK_EQ(line.lock.pid, 0);
  }
}
