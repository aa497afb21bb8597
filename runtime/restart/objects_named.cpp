// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Message queues, by their names, and the handle of this process.
#include <asm/errno.h>
#include <linux/mqueue.h>

#include "runtime/image/decode.h"
#include "runtime/restart/objects.h"

#include "runtime/abi/shown_number.h"
namespace ckpt::restart {

bool make_process(const image::Descriptor &d, int &fd, Reason &why) {
  // O_EXCL is PIDFD_THREAD, O_NONBLOCK is PIDFD_NONBLOCK (linux/pidfd.h).
  SysResult made = sys::call(__NR_pidfd_open, sys::getpid(),
                             d.open_flags & (O_EXCL | O_NONBLOCK));
  if (made.ok())
    fd = made.fd();
  else
    why.set("no handle of this process (pidfd) can be made (errno ",
            made.error(), ")");
  return made.ok();
}

// The messages are where they were: in the kernel, under that name.  One that
// is gone and held none is made again.
bool open_queue(const image::View &view, const image::Descriptor &d, bool dry,
                int &fd, Reason &why) {
  const image::Content &content = content_of(view, d);
  Text<300> name(view.path(d).drop(1));
  // Unlike open(2), mq_open keeps O_CLOEXEC for F_GETFL.
  u32 flags = d.open_flags & (O_ACCMODE | O_LARGEFILE | O_NONBLOCK | O_CLOEXEC);
  struct mq_attr attributes = {};
  attributes.mq_maxmsg = static_cast<__kernel_long_t>(content.value[0]);
  attributes.mq_msgsize = static_cast<__kernel_long_t>(content.value[1]);
  SysResult opened = sys::call(__NR_mq_open, name.c_str(), flags, 0, nullptr);
  if (opened.error() == ENOENT && !content.value[2] && !dry)
    opened = sys::call(__NR_mq_open, name.c_str(), flags | O_CREAT,
                       d.mode & 0777, &attributes);
  struct mq_attr now = {};
  if (!opened.ok()) {
    why.set("the message queue /", name, " (descriptor ",
            __ckpt_shown_number(d.number), ") cannot be opened (errno ",
            opened.error(), "): it held ", content.value[2],
            " messages, which are gone if it is");
    return false;
  }
  fd = opened.fd();
  if (sys::call(__NR_mq_getsetattr, fd, nullptr, &now).ok() &&
      now.mq_msgsize == attributes.mq_msgsize &&
      now.mq_maxmsg == attributes.mq_maxmsg)
    return true;
  why.set("the message queue /", name, " (descriptor ",
          __ckpt_shown_number(d.number), ") is another one: it takes ",
          i64{now.mq_maxmsg}, " messages of ", i64{now.mq_msgsize}, " bytes");
  return false;
}

} // namespace ckpt::restart
