// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/status.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"

using namespace ckpt;
using namespace ckpt::proc;

TEST(the_lines_of_a_stopped_task) {
  TaskStatus status;
  for (const char *line :
       {"Name:\ta) R 1 (b\\n", "Umask:\t0027", "State:\tT (stopped)",
        "Tgid:\t7483", "Ngid:\t0", "Pid:\t7484", "PPid:\t7474", "Groups:\t ",
        "NStgid:\t7483", "VmRSS:\t    1404 kB", "Threads:\t3", "SigQ:\t2/96365",
        "SigPnd:\t0000000000000200", "ShdPnd:\t8000000000000800",
        "SigBlk:\t0000000000000a00", "SigIgn:\tffffffffffffffff", "Seccomp:\t2",
        "Seccomp_filters:\t1"})
    CHECK(parse_status_line(line, status));
  CHECK_EQ(status.state, 'T');
  CHECK_EQ(status.tgid, 7483u);
  CHECK_EQ(status.pid, 7484u);
  CHECK_EQ(status.threads, 3u);
  CHECK_EQ(status.pending_thread, 0x200u);
  CHECK_EQ(status.pending_process, 0x8000000000000800u);
  CHECK_EQ(status.blocked, 0xa00u);
  CHECK_EQ(status.seccomp, 2u);
  CHECK(status.has_umask);
  CHECK_EQ(status.umask, 027u);
}

TEST(no_umask_before_it_is_seen) {
  TaskStatus status;
  CHECK(parse_status_line("Umask_like:\t0777", status));
  CHECK(!status.has_umask);
}

TEST(malformed_lines_change_nothing) {
  for (const char *line :
       {"Umask:\t", "Umask:\t0028", "Umask:\t40000000000", "State:\t",
        "State:\t (running)", "State:\tRunning", "State:\t1 (one)", "Tgid:\t",
        "Tgid:\t-1", "Pid:\t1 2", "Pid:\t18446744073709551616", "Threads:\tx",
        "SigPnd:\t", "SigPnd:\t10000000000000000", "ShdPnd:\t0x10",
        "SigBlk:\t00000000000000g0", "Seccomp:\tfilter"}) {
    test::Exact exact(line);
    TaskStatus status;
    CHECK(!parse_status_line(exact.view(), status));
    CHECK_EQ(status.state, 0);
    CHECK_EQ(status.tgid + status.pid + status.threads + status.seccomp, 0u);
    CHECK_EQ(status.pending_thread | status.pending_process | status.blocked,
             0u);
    CHECK(!status.has_umask);
  }
}

TEST(every_cut_is_refused_ignored_or_a_prefix) {
  std::string whole = "SigBlk:\tfedcba9876543210";
  for (size_t n = 0; n <= whole.size(); ++n) {
    test::Exact cut(std::string_view(whole).substr(0, n));
    TaskStatus status;
    bool parsed = parse_status_line(cut.view(), status);
    CHECK_EQ(parsed, n < 7 || n > 8);
    u64 expected = n <= 8 ? 0 : 0xfedcba9876543210u >> 4 * (whole.size() - n);
    CHECK_EQ(status.blocked, expected);
  }
}

TEST(a_line_without_a_colon_is_ignored) {
  TaskStatus status;
  CHECK(parse_status_line("", status));
  CHECK(parse_status_line("Tgid 12", status));
  CHECK_EQ(status.tgid, 0u);
}
