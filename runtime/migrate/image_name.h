// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names an image has on its way, and durable changes of them.
// Phase: signal, pre-libc.  Needs: absolute names.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt::migrate {

inline constexpr char kMigrated[] = ".migrated";
inline constexpr char kArriving[] = ".arriving";

using ImageName = Text<kPathMax>;

// Renames and makes it durable.  False: `from` still has its name, and `why`
// says why.
bool move_image(ImageName &from, ImageName &to, Reason &why);

// Both are images of one job, and `old` is of an earlier checkpoint: the job
// went on behind it, so nobody needs it.
bool is_outdated(ImageName &old, ImageName &fresh);

// The image that the job left under the name of its start, before its image
// got another name.  Once the job has moved it would begin a second copy.
class FirstImage {
public:
  // False: `why`, and it is where it was.  True too if there is none.
  bool put_aside(ImageName &fresh, Reason &why);
  void put_back();

private:
  bool moved_ = false;
};

// The job whose checkpoints go to `image` has moved away: older images must
// not start a second copy of it.
bool has_left(StringView image);

} // namespace ckpt::migrate
