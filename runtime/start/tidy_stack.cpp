// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/tidy_stack.h"

#include "runtime/start/flags.h"
#include "runtime/sys/memory.h"

namespace ckpt::start {

void tidy_stack(const Arguments &arguments) {
  int count = strip_argv(arguments.count, arguments.argv);
  if (arguments.argc)
    *arguments.argc = static_cast<u64>(count);
  strip_environment(arguments.envp);
  if (arguments.dynamic)
    return;
  u64 *to = reinterpret_cast<u64 *>(arguments.argv + count + 1);
  for (char **variable = arguments.envp; *variable; ++variable)
    *to++ = reinterpret_cast<u64>(*variable);
  *to++ = 0;
  const u64 *from = arguments.auxv;
  if (to == from)
    return;
  size_t words = 2; // AT_NULL is copied too
  for (const u64 *entry = from; entry[0]; entry += 2)
    words += 2;
  memmove(to, from, words * sizeof *from);
}

} // namespace ckpt::start
