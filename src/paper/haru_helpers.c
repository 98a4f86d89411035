/* Helpers of libharu and zlib that this program has instead of theirs: the dynamic linker takes the
 * first of a name, and a program comes before its libraries. Only for speed, and only in
 * aimtrack-paper (docs/decisions/0008).
 *
 * libharu clears half a kibibyte, byte by byte, for every operator of a page, and has no setting
 * for how hard zlib tries. Each function returns what libharu's own does: the end, not the
 * beginning. */
#include <hpdf.h>
#include <hpdf_utils.h>
#include <string.h>
#include <zlib.h>

/* Of libharu's 17 ms for 100 pages at level 6, 10 remain; the file is 7 % larger. */
enum { PAGE_LEVEL = 3 };

void *HPDF_MemSet(void *s, HPDF_BYTE c, HPDF_UINT n)
{
    return (HPDF_BYTE *)memset(s, c, n) + n;
}

HPDF_BYTE *HPDF_MemCpy(HPDF_BYTE *out, const HPDF_BYTE *in, HPDF_UINT n)
{
    return (HPDF_BYTE *)memcpy(out, in, n) + n;
}

int deflateInit_(z_streamp strm, int level, const char *version, int stream_size)
{
    return deflateInit2_(strm, level == Z_DEFAULT_COMPRESSION ? PAGE_LEVEL : level, Z_DEFLATED,
                         MAX_WBITS, 8, Z_DEFAULT_STRATEGY, version, stream_size);
}
