// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether the file now open is the one that was saved: by content, never by
// device and inode, for a job's files may have been copied here.
// Phase: pre-libc.  Needs: /proc.  Errors: false, and `why` names the file.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/abi/text.h"

namespace ckpt::restart {

// Which of the two pages the job had mapped shared: the image holds them.
struct Mapped {
  bool head = false;
  bool tail = false;
};

// Read only: length, first and last page.  Open for writing: the last page
// before the saved length, unless `ignore_tail`.  A file that has grown since
// is the same.
bool same_content(int fd, const image::Descriptor &d, StringView path,
                  bool ignore_tail, Reason &why, Mapped mapped = {});

} // namespace ckpt::restart
