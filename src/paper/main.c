/* aimtrack-paper: the program of export/paper_child.h. Not for people: export/render.h starts it.
 */
#include "export/paper_child.h"

int main(void)
{
    return paper_child_main();
}
