// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Message queues, which the kernel keeps under their names, and the handle of a
// process, of the job itself.
#include <asm/statfs.h>
#include <linux/mqueue.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/child.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr i64 kQueueMagic = 0x19800202; // MQUEUE_MAGIC, ipc/mqueue.c

// The number behind `name` in a line.
bool take_number(StringView line, StringView name, i64 &number) {
  for (size_t i = 0; i < line.size; ++i) {
    StringView rest = line.drop(i);
    if (!rest.starts_with(name) || (i && line[i - 1] != ' '))
      continue;
    rest = rest.drop(name.size);
    proc::skip_blanks(rest);
    return proc::take_signed(rest, number);
  }
  return false;
}

// Reading a queue's file takes no message, it tells of the queue.  A close of
// it would end a notification: the child's ends none.
bool look(FdRecord &record, i64 &notified) {
  bool same = false;
  bool made = fd::apart([&] {
    SysResult opened =
        sys::make_own(__NR_mq_open, sys::word(record.link.c_str() + 1),
                      (record.d.open_flags & O_ACCMODE) | O_CLOEXEC);
    Text<64> link("/proc/thread-self/fd/", record.number);
    SysResult file = sys::open_own(link.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    char text[128];
    same = opened.ok() && sys::fstat(opened.fd(), st).ok() &&
           st.st_ino == record.st.st_ino;
    SysResult n = file.ok() ? sys::read(file.fd(), text, sizeof text) : file;
    if (n.ok())
      (void)take_number({text, static_cast<size_t>(n.value())},
                        "NOTIFY_PID:", notified);
    if (opened.ok())
      sys::close(opened.fd()).ignore();
    if (file.ok())
      sys::close(file.fd()).ignore();
  });
  return made && same;
}

} // namespace

bool is_queue(const FdRecord &record) {
  struct statfs fs;
  return sys::call(__NR_fstatfs, record.number, &fs).ok() &&
         fs.f_type == kQueueMagic;
}

bool record_queue(FdRecord &record) {
  struct mq_attr attributes = {};
  i64 notified = 0;
  if (!sys::call(__NR_mq_getsetattr, record.number, nullptr, &attributes).ok())
    return record.refuse("is a message queue that cannot be looked at");
  bool leads_here = look(record, notified);
  if (notified == state.pid)
    return record.refuse("is a message queue that is to send a notification "
                         "(mq_notify), which is not saved");
  if (!leads_here)
    return record.refuse("is a message queue that has been removed, or may not "
                         "be opened again");
  bool is_new = false;
  if (!add_content(record, image::FdKind::kQueue, is_new) ||
      !record.add_path(record.link.view()))
    return false;
  image::Content &content = content_of(record);
  content.value[0] = static_cast<u64>(attributes.mq_maxmsg);
  content.value[1] = static_cast<u64>(attributes.mq_msgsize);
  content.value[2] = static_cast<u64>(attributes.mq_curmsgs);
  return true;
}

bool record_process(FdRecord &record) {
  i64 pid = 0;
  Text<64> path("/proc/thread-self/fdinfo/", record.number);
  bool found = false;
  if (!proc::each_line(path.c_str(), record.why, [&](StringView line) {
        found = found || take_number(line, "Pid:", pid);
        return true;
      }))
    return false;
  if (!found)
    return record.refuse("is the handle of a process and cannot be looked at");
  record.d.kind = image::FdKind::kSelf;
  return pid == state.pid ||
         record.refuse("is the handle (pidfd) of another process, or of a "
                       "thread that is not the first");
}

} // namespace ckpt
