# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How code is compiled that runs without libc, TLS or relocations.
include(CheckCXXCompilerFlag)

set(CKPT_FREESTANDING_FLAGS
  -Os -g                     # the same in every preset; it is in every program and image
  -ffreestanding             # no libc behind it
  -fPIE                      # one object for all four link modes
  -fvisibility=hidden        # no GOT: it runs before a static-PIE relocates itself
  -fno-stack-protector       # the canary is in TLS
  -fcf-protection=branch     # keeps the IBT mark of the user's link; the signal entry
                             # cannot keep SHSTK: it leaves without "ret"
  -mgeneral-regs-only        # the interrupted program's vectors are in the frame
  -fno-jump-tables           # tables of addresses need relocations
  -fno-builtin
  -fno-strict-aliasing       # kernel structures are read out of byte buffers
  -ffunction-sections -fdata-sections
  -fno-asynchronous-unwind-tables
  -fno-lto)
set(CKPT_FREESTANDING_CXX_FLAGS
  -fno-exceptions -fno-rtti -fno-threadsafe-statics -nostdinc++)
foreach(flag -fno-gnu-unique -fno-tree-switch-conversion -fno-tree-loop-distribute-patterns)
  string(MAKE_C_IDENTIFIER "HAS${flag}" var)
  check_cxx_compiler_flag(${flag} ${var})
  if(${var})
    list(APPEND CKPT_FREESTANDING_FLAGS ${flag})
  endif()
endforeach()

# add_freestanding_objects(NAME SOURCES...): an OBJECT library.
function(add_freestanding_objects name)
  add_library(${name} OBJECT ${ARGN})
  target_compile_options(${name} PRIVATE ${CKPT_FREESTANDING_FLAGS}
    $<$<COMPILE_LANGUAGE:CXX>:${CKPT_FREESTANDING_CXX_FLAGS}>)
  target_link_libraries(${name} PRIVATE ckpt_warnings)
  set_target_properties(${name} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
endfunction()

# merge_object(OUT EXPORTS LINKER-SCRIPT OBJECTS-TARGET...): one relocatable object in which
# everything but the names in EXPORTS is local.  --force-group-allocation:
# without it a COMDAT group here and one of the user's with the same name
# discard each other's code.  OUT has no debug information, which would grow
# every program that is linked with it; OUT.debug keeps it.
function(merge_object out exports script)
  set(objects)
  foreach(target ${ARGN})
    list(APPEND objects $<TARGET_OBJECTS:${target}>)
  endforeach()
  add_custom_command(OUTPUT ${out}
    COMMAND ${CKPT_LD} -r --force-group-allocation -T ${script}
      -o ${out}.tmp ${objects}
    COMMAND ${CKPT_OBJCOPY} --keep-global-symbols=${exports} --strip-debug
      --strip-symbol=_GLOBAL_OFFSET_TABLE_ ${out}.tmp ${out}
    COMMAND ${CMAKE_COMMAND} -E rename ${out}.tmp ${out}.debug
    DEPENDS ${ARGN} ${objects} ${exports} ${script}
    COMMAND_EXPAND_LISTS VERBATIM)
endfunction()
