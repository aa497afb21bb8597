// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/status_file.h"

#include <linux/utsname.h>

#include "runtime/ckpt/report.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

using StatusText = Text<4 * kPathMax>;

constexpr u32 kReadable = 0644;

StringView name_of(JobState now) {
  switch (now) {
  case JobState::kRunning:
    return "running";
  case JobState::kCheckpointing:
    return "checkpointing";
  case JobState::kVacated:
    return "vacated";
  case JobState::kRestarting:
    return "restarting";
  case JobState::kRefused:
    break;
  }
  return "refused";
}

void add_job_id(StatusText &text) {
  text.add("job=");
  for (u8 byte : state.job_id)
    text.add("0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]);
  text.add("\n");
}

// Seconds with three digits behind the point.
void add_seconds(StatusText &text, u64 nanoseconds) {
  u64 thousandths = nanoseconds / 1000000;
  u64 rest = thousandths % 1000;
  text.add("checkpoint_seconds=", thousandths / 1000, ".", rest / 100,
           rest / 10 % 10, rest % 10, "\n");
}

void build(JobState now, StatusText &text) {
  new_utsname name = {};
  sys::call(__NR_uname, &name).ignore();
  __kernel_timespec time = {};
  sys::clock_gettime(0, time).ignore();
  const StatusFacts &facts = state.status;
  text.set("state=", name_of(now), "\npid=", sys::getpid(),
           "\nhost=", name.nodename, "\ntime=", static_cast<i64>(time.tv_sec),
           "\nimage=", state.config.image, "\n");
  add_job_id(text);
  text.add("generation=", state.generation, "\nrestarts=", state.restarts,
           "\n");
  if (facts.time) {
    text.add("checkpoint_time=", facts.time, "\ncheckpoint_bytes=",
             facts.bytes, "\n");
    if (facts.nanoseconds) // an image does not hold its own
      add_seconds(text, facts.nanoseconds);
  }
  if (facts.error[0])
    text.add("error=", facts.error, "\n");
}

SysResult write_all(const char *path, StringView text) {
  SysResult opened = sys::open_own(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
      kReadable);
  if (!opened.ok())
    return opened;
  SysResult written = sys::write(opened.fd(), text.data, text.size);
  sys::close(opened.fd()).ignore();
  return written;
}

} // namespace

void write_status(JobState now) {
  // A copy that only tries a restart is not the job.
  if (!state.config.status[0] || state.ancestor ||
      sys::getpid() != state.pid)
    return;
  StatusText text;
  build(now, text);
  Text<kPathMax + 8> temporary(state.config.status, ".tmp");
  SysResult done = write_all(temporary.c_str(), text.view());
  if (done.ok())
    done = sys::rename(temporary.c_str(), state.config.status);
  if (done.ok() || state.status.told)
    return;
  sys::unlink(temporary.c_str()).ignore();
  state.status.told = true;
  error("the status file ", state.config.status, " cannot be written (errno ",
        done.error(), "); the job goes on without. Name another one with "
        "-_ckpt_status");
}

void note_checkpoint(u64 time, u64 bytes, u64 nanoseconds) {
  state.status.time = time;
  state.status.bytes = bytes;
  state.status.nanoseconds = nanoseconds;
}

void note_failure(StringView why) {
  char *to = state.status.error;
  why = why.take(sizeof state.status.error - 1);
  for (char c : why)
    *to++ = c == '\n' ? ' ' : c; // one line
  *to = 0;
}

} // namespace ckpt
