/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * ckpt.h: what a program linked by ckpt_compile may ask of its checkpoints.
 *
 * The names are those of HTCondor's checkpoint library, and a program that
 * declares them itself need not include this.  No function changes errno; all
 * but restart() may be called from signal handlers.  A function or
 * variable of the program's own with one of these names is the program's, and
 * stays untouched.
 *
 * In a program that is not linked by ckpt_compile they do not exist; compiled
 * with -DCKPT_STUBS they do nothing.
 */
#ifndef CKPT_H
#define CKPT_H

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds and modes of warnings, as for -_condor_warning. */
enum {
  CONDOR_WARNING_KIND_ALL,
  CONDOR_WARNING_KIND_NOTICE,
  CONDOR_WARNING_KIND_READWRITE,
  CONDOR_WARNING_KIND_UNSUP,
  CONDOR_WARNING_KIND_BADURL
};
enum {
  CONDOR_WARNING_MODE_ON,
  CONDOR_WARNING_MODE_ONCE,
  CONDOR_WARNING_MODE_OFF
};

#ifndef CKPT_STUBS

/* Writes a checkpoint and returns: like SIGUSR2, but it is done when this
   returns.  Returns once more in every process that is restarted from that
   image.  If no image can be written a line on standard error says why. */
void ckpt(void);

/* Writes a checkpoint and ends the program by SIGUSR2, like SIGTSTP.  Returns
   in the restarted process, and when no image could be written. */
void ckpt_and_exit(void);

/* Goes back to what the newest image holds: the program starts itself again,
   under its process number, and what happened since is lost.  Returns only if
   there is no image that it could restart from, or the kernel refuses to start
   it; a line says why.  Children and open descriptors are not waited for. */
void restart(void);

/* Where the next images go.  A relative name is relative to the working
   directory of this moment.  A name that cannot be used changes nothing, and a
   line says so. */
void init_image_with_file_name(const char *name);

/* The next images go to a descriptor that is open for writing; -1: to the file
   again.  Each image is made whole in the file NAME.tmp beside the named image
   first.  A regular file is then emptied and written from its start: unlike a
   named image it is not replaced at one instant.  A pipe or socket gets one
   image after the other.  In a restarted process the descriptor is
   /dev/null (a stream that the program was started with: as it was started
   now), and images go to the file. */
void init_image_with_file_descriptor(int fd);

/* With a flag that is not 0: images can be restarted in another directory
   without -_condor_relocatable. */
void init_image_relocatable(int flag);

/* Puts checkpoints off, until as many calls of enable as of disable were made.
   A request that comes in between, from a signal or from ckpt(), is served at
   the last enable; one that ends the program wins over one that does not. */
void _condor_ckpt_disable(void);
void _condor_ckpt_enable(void);

/* How often they are put off; whether a request waits. */
int _condor_ckpt_is_disabled(void);
int _condor_ckpt_is_deferred(void);

/* Like -_condor_warning.  1, or 0 if an argument is not known.  The first one
   takes numbers of the enumerations above, and the words too, as HTCondor's
   manual had it. */
int _condor_warning_config(long kind, long mode);
int _condor_warning_config_byname(const char *kind, const char *mode);

/* Whether images are compressed.  They are not yet, whatever it says. */
extern int condor_compress_ckpt;

/* KiB a second at which images are written; 0: as fast as it goes. */
extern int condor_slow_ckpt;

/* How often this job was restarted.  Declare these variables, do not define
   them: the runtime does not know one that is the program's own. */
extern unsigned int _condor_numrestarts;

#else

static __inline__ void ckpt(void) {}
static __inline__ void ckpt_and_exit(void) {}
static __inline__ void restart(void) {}
static __inline__ void init_image_with_file_name(const char *name) {
  (void)name;
}
static __inline__ void init_image_with_file_descriptor(int fd) { (void)fd; }
static __inline__ void init_image_relocatable(int flag) { (void)flag; }
static __inline__ void _condor_ckpt_disable(void) {}
static __inline__ void _condor_ckpt_enable(void) {}
static __inline__ int _condor_ckpt_is_disabled(void) { return 0; }
static __inline__ int _condor_ckpt_is_deferred(void) { return 0; }
static __inline__ int _condor_warning_config(long kind, long mode) {
  return (void)kind, (void)mode, 1;
}
static __inline__ int _condor_warning_config_byname(const char *kind,
                                                    const char *mode) {
  return (void)kind, (void)mode, 1;
}
static int condor_compress_ckpt __attribute__((unused)) = 1;
static int condor_slow_ckpt __attribute__((unused));
static unsigned int _condor_numrestarts __attribute__((unused));

#endif

#ifdef __cplusplus
}
#endif

#endif
