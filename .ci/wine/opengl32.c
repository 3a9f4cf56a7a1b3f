/* An OpenGL driver that passes the first question and fails when a window is made with it: it says 4.6.0, and gives one context only. Where
 * the variable BROKEN_OPENGL is "crash", being asked for a second one crashes the process. */
#define _GDI32_ /* these are made here and not taken from elsewhere */
#include <windows.h>

#define EXPORT __declspec(dllexport)
static int contexts;

EXPORT HGLRC WINAPI wglCreateContext(HDC dc) {
	char way[8] = "";
	GetEnvironmentVariableA("BROKEN_OPENGL", way, sizeof(way));
	if (contexts > 0 && way[0] == 'c') /* crash */
		*(volatile int *)8 = 0;
	return contexts++ == 0 ? (HGLRC)1 : NULL;
}
EXPORT BOOL WINAPI wglDeleteContext(HGLRC context) { return TRUE; }
EXPORT BOOL WINAPI wglMakeCurrent(HDC dc, HGLRC context) { return TRUE; }
EXPORT HGLRC WINAPI wglGetCurrentContext(void) { return NULL; }
EXPORT HDC WINAPI wglGetCurrentDC(void) { return NULL; }
EXPORT PROC WINAPI wglGetProcAddress(LPCSTR name) { return NULL; }
EXPORT BOOL WINAPI wglShareLists(HGLRC one, HGLRC other) { return FALSE; }
EXPORT const char *WINAPI glGetString(unsigned name) { return "4.6.0 broken"; }
EXPORT int WINAPI wglChoosePixelFormat(HDC dc, const PIXELFORMATDESCRIPTOR *wanted) { return 1; }
EXPORT BOOL WINAPI wglSetPixelFormat(HDC dc, int format, const PIXELFORMATDESCRIPTOR *wanted) { return TRUE; }
EXPORT int WINAPI wglGetPixelFormat(HDC dc) { return 1; }
EXPORT BOOL WINAPI wglSwapBuffers(HDC dc) { return FALSE; }
EXPORT int WINAPI wglDescribePixelFormat(HDC dc, int format, UINT size, PIXELFORMATDESCRIPTOR *into) {
	if (into) {
		ZeroMemory(into, size);
		into->nSize = sizeof(*into);
		into->nVersion = 1;
		into->dwFlags = PFD_DRAW_TO_WINDOW | PFD_SUPPORT_OPENGL | PFD_DOUBLEBUFFER;
		into->cColorBits = 32;
		into->cRedBits = into->cGreenBits = into->cBlueBits = into->cAlphaBits = 8;
		into->cDepthBits = 24;
		into->cStencilBits = 8;
	}
	return 1;
}
