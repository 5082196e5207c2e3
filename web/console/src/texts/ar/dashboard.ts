import type { Texts } from '../en/index.ts';

export const dashboard: Texts['dashboard'] = {
  title: 'لوحة المتابعة',
  numbers: {
    label: 'التسجيلات الآن',
    pending: 'قيد الانتظار',
    pendingHint: 'أُرسل الرابط.',
    opened: 'فُتح',
    openedHint: 'الشخص يفعّل مفتاحه.',
    activated: 'فُعّل',
    activatedHint: 'المفتاح نشط.',
    expiring: 'تنتهي اليوم',
    expiringHint: 'يتوقف رابطها قبل منتصف الليل.',
  },
  chart: {
    title: 'عمليات التفعيل في آخر 30 يومًا',
    none: 'لم يُفعّل أي مفتاح في هذه الأيام الثلاثين.',
    summary: (total, most, day) => `المجموع ${total}، والأكثر ${most} في ${day}.`,
    day: (day, n) => `${day}: ${n}`,
    table: 'اعرضها في جدول',
    columns: { day: 'اليوم', activations: 'عمليات التفعيل' },
  },
  last: { title: 'آخر الأحداث', all: 'كل النشاط', none: 'لم يحدث شيء بعد.' },
  live: { on: 'مباشر', lost: (time) => `غير مباشر: كما كان في ${time}`, opening: 'جارٍ الاتصال…' },
  first: {
    title: 'ثلاثة أشياء للبدء',
    hide: 'أخفِ هذه النصائح',
    done: 'تمّ',
    toDo: 'لم يتم بعد',
    groups: { title: 'أنشئ مجموعاتك', text: 'تقرر المجموعة أنواع المفاتيح التي يجوز لأعضائها.', button: 'إلى المجموعات' },
    person: { title: 'أضف شخصًا وأعطه مفتاحًا', text: 'معالج من أربع خطوات، ويصل إلى الشخص رابط بالبريد.' },
    reader: { title: 'اقرن حاسوبًا له قارئ بطاقات', text: 'فقط إن كنت توزّع بطاقات لا تلامسية.', button: 'إلى القارئات' },
  },
};
